/** What the file that visitors get is made of, how long they wait for it, and what would make it lighter. */
import type { SceneVersion } from '../../api/scenes'
import { Note } from '../../ui/states'
import { formatBytes } from './upload-progress'

/** A usual connection of a phone; it is named, so that everybody can compare it with their own. */
const BITS_PER_SECOND = 10_000_000
/** Visitors leave: from here on there is something to do. */
const LONG_SECONDS = 5
/** Twice as large as a picture is ever seen on most pages. */
const LARGE_SIDE = 2048
const MOST = 0.6

type Weighed = Pick<SceneVersion, 'report' | 'optimization' | 'delivered'>

export function ModelWeight({ version }: { version: Weighed }) {
  const report = version.report.delivered ?? version.report.original
  const { bytes, images } = report
  if (bytes === undefined || images === undefined || bytes === 0) return null
  const seconds = (bytes * 8) / BITS_PER_SECOND
  const share = images.bytes / bytes
  const parts =
    images.count === 0
      ? 'geometry: 100 %'
      : `${images.count === 1 ? 'texture' : 'textures'} ${sizeOf(images)}: ${Math.round(share * 100)} %`
  const facts = `${formatBytes(bytes)}; ${parts}; about ${describeSeconds(seconds)} at 10 Mbit/s`
  if (seconds < LONG_SECONDS) return <p className="text-sm text-muted">{facts}</p>
  return (
    <Note tone="warn" title={facts}>
      {adviceFor(version, share, images)}
    </Note>
  )
}

function sizeOf({ count, width, height }: { count: number; width: number; height: number }): string {
  const size = width === height ? `${width}²` : `${width} × ${height}`
  return count === 1 ? size : `${count} × up to ${size}`
}

function describeSeconds(seconds: number): string {
  if (seconds < 1) return 'a second or less'
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`
}

function adviceFor(
  { optimization, delivered }: Weighed,
  share: number,
  { width, height }: { width: number; height: number },
): string {
  if (optimization.status === 'pending') return 'The server is making a lighter file right now.'
  if (delivered === null && (optimization.status === 'none' || optimization.status === 'failed')) {
    return 'Optimise the model below: the server makes a lighter file that looks the same.'
  }
  if (share >= MOST) {
    return Math.max(width, height) >= LARGE_SIDE
      ? 'Export it with smaller textures: half the width and height is a quarter of the bytes.'
      : 'Use fewer textures, or save them as JPEG or WebP where nothing is transparent.'
  }
  return 'Reduce the polygons before the export, and leave out parts that nobody sees.'
}
