// A command line to read and to copy.
import { useState } from 'preact/hooks';

/** @param label what the command does, for screen readers */
export function Command({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <div class="command">
      <code>{text}</code>
      <button type="button" onClick={copy} aria-label={`Copy the command: ${label}`}>
        {copied ? 'Copied' : 'Copy'}
      </button>
    </div>
  );
}
