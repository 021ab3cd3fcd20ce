import { CopyButton } from './copy-button'

export function CodeBlock({ code, label }: { code: string; label: string }) {
  return (
    <div className="relative rounded-xl border border-line bg-code">
      <div className="absolute top-1.5 right-1.5 rounded-lg bg-code">
        <CopyButton text={code} label={`Copy ${label}`} />
      </div>
      {/* A scrolling region has to be reachable for the keyboard. */}
      {/* oxlint-disable jsx-a11y/no-noninteractive-tabindex */}
      <pre
        tabIndex={0}
        role="region"
        aria-label={label}
        className="overflow-x-auto p-4 pr-12 font-mono text-[0.8rem] leading-relaxed"
      >
        {code}
      </pre>
      {/* oxlint-enable jsx-a11y/no-noninteractive-tabindex */}
    </div>
  )
}
