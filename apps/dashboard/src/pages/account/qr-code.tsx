/** A QR code, drawn here: what it holds is sent to nobody. */
import { encode } from 'uqr'

/** The quiet zone of the standard (ISO/IEC 18004), in modules. */
const BORDER = 4

export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { border: BORDER })
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="mx-auto block w-52 max-w-full rounded-lg bg-white"
    >
      <path d={path} fill="#000" />
    </svg>
  )
}
