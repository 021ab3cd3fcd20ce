/** What a version is made of: the file that was uploaded beside the one that is delivered. */
import type { SceneVersion } from '../../api/scenes'
import { formatBytes } from './upload-progress'

type Report = SceneVersion['report']['original']

const ROWS: readonly (readonly [label: string, value: (report: Report) => string])[] = [
  ['File', ({ bytes }) => (bytes === undefined ? 'unknown' : formatBytes(bytes))],
  ['GPU memory, about', ({ gpuBytes }) => (gpuBytes === undefined ? 'unknown' : formatBytes(gpuBytes))],
  ['Triangles', ({ triangles }) => triangles.toLocaleString()],
  ['Textures', ({ textures }) => textures.toLocaleString()],
]

export function VersionReport({ version: { version, report, optimization } }: { version: SceneVersion }) {
  const { original, delivered } = report
  return (
    <details className="w-full">
      <summary className="cursor-pointer text-muted">Report</summary>
      <table className="mt-2 text-left" aria-label={`Report of version ${version}`}>
        <thead className="text-muted">
          <tr>
            <th scope="col" className="font-medium">
              What
            </th>
            <th scope="col" className="pr-6 font-medium">
              Original
            </th>
            {delivered !== null && (
              <th scope="col" className="font-medium">
                Optimised
              </th>
            )}
          </tr>
        </thead>
        <tbody className="tabular-nums">
          {ROWS.map(([label, value]) => (
            <tr key={label}>
              <th scope="row" className="pr-6 font-normal text-muted">
                {label}
              </th>
              <td className="pr-6">{value(original)}</td>
              {delivered !== null && <td>{value(delivered)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {optimization.detail !== null && <p className="user-text mt-2 text-muted">{optimization.detail}</p>}
      {original.warnings.length > 0 && (
        <ul className="user-text mt-2 list-disc pl-5 text-muted">
          {original.warnings.map(({ path, message }) => (
            <li key={path + message}>{message}</li>
          ))}
        </ul>
      )}
    </details>
  )
}
