/** Why a store does not respond, for whoever runs the platform. */

export type StorageFlaw =
  | 'unreachable'
  | 'bucket_missing'
  | 'credentials_missing'
  | 'credentials_refused'
  | 'access_denied'
  | 'failing'

const HINTS: Record<StorageFlaw, string> = {
  unreachable: 'check S3_ENDPOINT and the network between this node and the store',
  bucket_missing: 'create the bucket that S3_BUCKET names, or correct S3_BUCKET and S3_REGION',
  credentials_missing:
    'set S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, or give this machine or container a role that may use the bucket',
  credentials_refused:
    'check S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, S3_REGION and the clock of this machine',
  access_denied:
    'allow this access key s3:GetObject, s3:PutObject, s3:DeleteObject and s3:ListBucket on the bucket',
  failing: 'look at the log of the store',
}

/** The store cannot be reached, or refuses this node. Whoever asked gets 503 and may try again. */
export class StorageUnavailableError extends Error {
  override readonly name = 'StorageUnavailableError'
  readonly code = 'storage_unavailable'
  readonly flaw: StorageFlaw
  readonly hint: string

  constructor(flaw: StorageFlaw, what: string, options?: ErrorOptions) {
    super(`${what}: ${HINTS[flaw]}`, options)
    this.flaw = flaw
    this.hint = HINTS[flaw]
  }
}
