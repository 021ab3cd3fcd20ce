/** Queries of a database that reads and responds when a test says so: what is read may be old when it arrives. */

export interface OpenQueries {
  /** What `read` gives at the moment at which the database reads. */
  ask<Result>(read: () => Result): Promise<Result>
  /** Reads the `nth` of those not read yet, counted round and round. */
  read(nth: number): void
  /** Ends the `nth` of those that were read. */
  end(nth: number, how: 'respond' | 'fail'): void
  /** Reads what has not been read, and responds to all. */
  serve(): void
}

interface Query {
  isRead: boolean
  read(): void
  respond(): void
  fail(): void
}

export function createOpenQueries(): OpenQueries {
  const queries: Query[] = []

  function pick(nth: number, isRead: boolean): Query | undefined {
    const matching = queries.filter((query) => query.isRead === isRead)
    return matching[nth % (matching.length || 1)]
  }

  return {
    ask<Result>(read: () => Result) {
      return new Promise<Result>((resolve, reject) => {
        let result: Result
        const query: Query = {
          isRead: false,
          read() {
            query.isRead = true
            result = read()
          },
          respond: () => resolve(result),
          fail: () => reject(new Error('cut')),
        }
        queries.push(query)
      })
    },
    read: (nth) => pick(nth, false)?.read(),
    end(nth, how) {
      const query = pick(nth, true)
      if (query === undefined) return
      queries.splice(queries.indexOf(query), 1)
      query[how]()
    },
    serve() {
      for (const query of queries.splice(0)) {
        if (!query.isRead) query.read()
        query.respond()
      }
    },
  }
}

/** Lets every promise that can go on do so. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 12; i += 1) await Promise.resolve()
}
