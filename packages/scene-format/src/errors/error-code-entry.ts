/** What one row of the table of error codes says. */

/** Which check refused a request for a scene, in the order in which they are made. */
export type Layer = 'format' | 'key' | 'organization' | 'domain' | 'project'

/** One error code: what every text about it, on the server and in the browser, is made from. */
export interface ErrorCodeEntry {
  /** HTTP status of the response. `null`: only the page sees it. */
  readonly status: number | null
  /** Absent: none of the checks of an embed. */
  readonly layer?: Layer
  /** What happened, in a few words of ASCII without a full stop: `title` of the problem document (RFC 9457 §3.1.3). */
  readonly title: string
  /** What happened, in sentences. */
  readonly meaning: string
  /** What to do, for whoever built the page or sent the request. */
  readonly remedy: string
  /** What to do, for the owner of the project, who reads it under "Blocked embeds". */
  readonly ownerRemedy?: string
  /** The same request may succeed later without anybody changing anything. */
  readonly retryable: boolean
  /** In the page only: `viewer` where viewer-core raises it, with or without the SDK. */
  readonly raisedBy?: 'viewer' | 'sdk'
  /** Which line visitors read. Absent: the general one. */
  readonly visitorLine?: 'unreachable' | 'unsupported' | 'paused' | 'signIn'
}

/** A code that the server refuses embeds with. */
export interface EmbedErrorEntry extends ErrorCodeEntry {
  readonly status: number
  readonly ownerRemedy: string
}

/** A code of the management API. */
export interface ManagementErrorEntry extends ErrorCodeEntry {
  readonly status: number
}

/** A code that is raised in the page. */
export interface PageErrorEntry extends ErrorCodeEntry {
  readonly ownerRemedy: string
  readonly raisedBy: 'viewer' | 'sdk'
}
