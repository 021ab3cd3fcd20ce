import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'

/** As many fit into an address. */
const MAX_IDS = 100

/** Reads some things of one kind by their ids. */
export interface NamedQuery<Item> {
  readonly queryKey: readonly unknown[]
  readonly read: (ids: string, signal: AbortSignal) => Promise<Item[]>
}

interface Named<Item> {
  readonly named: ReadonlyMap<string, Item>
  /** Whether what is not among them is deleted. */
  readonly isComplete: boolean
}

/** What rows of another list refer to, by id. */
export function useNamed<Item extends { readonly id: string }>(
  ids: readonly (string | null)[],
  { queryKey, read }: NamedQuery<Item>,
): Named<Item> {
  const wanted = [...new Set(ids)].filter((id) => id !== null)
  const { data, isPlaceholderData } = useQuery({
    queryKey: [...queryKey, 'named', wanted],
    queryFn: async ({ signal }): Promise<Item[]> => {
      const chunks = Array.from({ length: Math.ceil(wanted.length / MAX_IDS) }, (_, index) =>
        wanted.slice(index * MAX_IDS, (index + 1) * MAX_IDS).join(','),
      )
      return (await Promise.all(chunks.map((chunk) => read(chunk, signal)))).flat()
    },
    enabled: wanted.length > 0,
    placeholderData: keepPreviousData,
  })
  const named = useMemo(() => new Map(data?.map((item) => [item.id, item])), [data])
  return { named, isComplete: wanted.length === 0 || (data !== undefined && !isPlaceholderData) }
}
