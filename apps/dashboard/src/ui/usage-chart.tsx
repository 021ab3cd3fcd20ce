/** Loads and blocked embeds by day. Its own chunk: the chart library is as large as the rest of a page. */
import { useId } from 'react'
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import type { UsageBucket } from '../api/usage'

const SHORT = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', timeZone: 'UTC' })
const NUMBER = new Intl.NumberFormat()
/** “1.5M”: beside the bars there is room for five characters. */
const ROUGH = new Intl.NumberFormat(undefined, { notation: 'compact', maximumSignificantDigits: 3 })

interface UsageChartProps {
  readonly buckets: readonly UsageBucket[]
  readonly days: readonly string[]
}

export default function UsageChart({ buckets, days }: UsageChartProps) {
  const caption = useId()
  const rows = days.map((day) => {
    const ofDay = buckets.filter((bucket) => bucket.day === day)
    return {
      day,
      label: SHORT.format(new Date(`${day}T00:00:00Z`)),
      loads: ofDay.reduce((sum, { loads }) => sum + loads, 0),
      refusals: ofDay.reduce((sum, { refusals }) => sum + refusals, 0),
    }
  })
  const loads = rows.reduce((sum, row) => sum + row.loads, 0)
  const refusals = rows.reduce((sum, row) => sum + row.refusals, 0)
  return (
    <figure aria-labelledby={caption}>
      <figcaption id={caption} className="mb-4 flex flex-wrap gap-x-8 gap-y-2 text-sm">
        <Total color="bg-(--chart-1)" label="Loads" value={loads} />
        <Total color="bg-(--chart-2)" label="Refused" value={refusals} />
      </figcaption>
      <div aria-hidden className="h-52">
        <ResponsiveContainer width="100%" height="100%">
          <BarChart
            data={rows}
            margin={{ top: 4, right: 4, bottom: 0, left: -12 }}
            accessibilityLayer={false}
          >
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="label"
              tickLine={false}
              axisLine={{ stroke: 'var(--line-strong)' }}
              tick={{ fill: 'var(--muted)', fontSize: 12 }}
              minTickGap={24}
            />
            <YAxis
              allowDecimals={false}
              tickLine={false}
              axisLine={false}
              tick={{ fill: 'var(--muted)', fontSize: 12 }}
              tickFormatter={(value: number) => ROUGH.format(value)}
              width={56}
            />
            <Tooltip
              formatter={(value) => NUMBER.format(Number(value))}
              cursor={{ fill: 'var(--raised)' }}
              contentStyle={{
                background: 'var(--surface)',
                border: '1px solid var(--line)',
                borderRadius: 8,
                color: 'var(--text)',
                fontSize: 13,
              }}
            />
            <Bar dataKey="loads" name="Loads" stackId="all" fill="var(--chart-1)" isAnimationActive={false} />
            <Bar
              dataKey="refusals"
              name="Refused"
              stackId="all"
              fill="var(--chart-2)"
              radius={[3, 3, 0, 0]}
              isAnimationActive={false}
            />
          </BarChart>
        </ResponsiveContainer>
      </div>
      <details className="mt-3 text-sm">
        <summary className="text-muted hover:text-text">The numbers</summary>
        {/* A scrolling region has to be reachable for the keyboard. */}
        {/* oxlint-disable jsx-a11y/no-noninteractive-tabindex */}
        <div
          className="mt-2 max-h-60 overflow-y-auto"
          tabIndex={0}
          role="region"
          aria-label="Loads and blocked embeds by day"
        >
          <table className="w-full text-left tabular-nums">
            <thead className="text-xs text-muted">
              <tr>
                <th scope="col" className="py-1 font-medium">
                  Day (UTC)
                </th>
                <th scope="col" className="py-1 text-right font-medium">
                  Loads
                </th>
                <th scope="col" className="py-1 text-right font-medium">
                  Refused
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.toReversed().map((row) => (
                <tr key={row.day} className="border-t border-line">
                  <td className="py-1">{row.day}</td>
                  <td className="py-1 text-right">{NUMBER.format(row.loads)}</td>
                  <td className="py-1 text-right">{NUMBER.format(row.refusals)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  )
}

function Total({ color, label, value }: { color: string; label: string; value: number }) {
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden className={`size-2.5 rounded-sm ${color}`} />
      <span className="text-muted">{label}</span>
      <strong className="tabular-nums">{NUMBER.format(value)}</strong>
    </span>
  )
}
