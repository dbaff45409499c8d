// Times as a clock shows them.

/** Hours, minutes and seconds, rounded up: 3661 seconds are `1:01:01`. */
export function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  const two = (part: number): string => String(part % 60).padStart(2, '0');
  const [minutes, hours] = [Math.floor(whole / 60), Math.floor(whole / 3600)];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole)}` : `${minutes}:${two(whole)}`;
}
