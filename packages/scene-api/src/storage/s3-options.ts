/** Which bucket of which store, and the credentials for it. */
export interface S3StorageOptions {
  /** E.g. `https://s3.eu-central-1.amazonaws.com` or `http://minio:9000`; a path may follow. */
  readonly endpoint: string
  readonly region: string
  /** It must exist. */
  readonly bucket: string
  /**
   * With `secretAccessKey`. Both absent: whatever the AWS SDK finds by itself, such as the role of the machine or the
   * container, `AWS_*` variables or a web identity; they are renewed before they end.
   */
  readonly accessKeyId?: string | undefined
  readonly secretAccessKey?: string | undefined
  /** Belongs to keys that are lent for some time. */
  readonly sessionToken?: string | undefined
  /** Stands before every object's name. Default `blobs/`. */
  readonly prefix?: string
}
