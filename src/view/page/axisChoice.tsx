// What the cursor counts: steps, or the real images that a run has been shown.
import { axis, cursor, zoom } from './state';

export function AxisChoice({ label }: { label: string }) {
  return (
    <label class="field">
      <span>{label}</span>
      <select
        value={axis.value}
        onChange={({ currentTarget }) => {
          zoom.value = undefined;
          cursor.value = undefined;
          axis.value = currentTarget.value === 'images' ? 'images' : 'step';
        }}
      >
        <option value="step">Steps</option>
        <option value="images">Images shown</option>
      </select>
    </label>
  );
}
