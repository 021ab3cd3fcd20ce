/** The pieces around the picture, without state of their own. */
import type { SceneManifest, VectrealError } from '@vectreal/embed-sdk'
import { failureLine, type SceneMessages, type SceneState } from '@vectreal/embed-sdk/scene'
import type { Credit } from '@vectreal/scene-format'
import { creditUrl, formatCredit } from '@vectreal/viewer-core/credit'

export interface PosterProps {
  readonly src: string
  readonly alt: string
  readonly width?: number | undefined
  readonly height?: number | undefined
  /** True once the model covers it. */
  readonly gone: boolean
}

export function Poster({ src, alt, width, height, gone }: PosterProps) {
  return (
    <img
      className="vectreal-poster"
      data-gone={gone ? '' : undefined}
      src={src}
      alt={gone ? '' : alt}
      aria-hidden={gone || undefined}
      width={width}
      height={height}
      decoding="async"
    />
  )
}

export function Progress({ state, label }: { readonly state: SceneState; readonly label: string }) {
  const ratio = state.phase === 'downloading' ? state.ratio : state.phase === 'manifest' ? 0 : 1
  // Decoding and the key check have no measure; an indeterminate bar says so.
  const value = state.phase === 'downloading' ? Math.round(ratio * 100) : undefined
  return (
    <div
      className="vectreal-progress"
      // A <progress> cannot be styled alike in all browsers.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value}
      data-busy={value === undefined ? '' : undefined}
    >
      <div style={{ transform: `scaleX(${ratio})` }} />
    </div>
  )
}

export interface FailureProps {
  readonly error: VectrealError
  readonly messages: Partial<SceneMessages> & Pick<SceneMessages, 'retry'>
  /** Shows the reason and the remedy to whoever builds the page. */
  readonly debug: boolean
  readonly onRetry: () => void
}

export function Failure({ error, messages, debug, onRetry }: FailureProps) {
  return (
    <div className="vectreal-panel" role="alert" data-vectreal-error={error.code}>
      <p>{failureLine(error.code, messages)}</p>
      {error.retryable && (
        <button type="button" className="vectreal-button" onClick={onRetry}>
          {messages.retry}
        </button>
      )}
      {debug && (
        <dl data-vectreal-debug="">
          <dt>Code</dt>
          <dd>{error.code}</dd>
          {error.layer !== null && (
            <>
              <dt>Layer</dt>
              <dd>{error.layer}</dd>
            </>
          )}
          <dt>Reason</dt>
          <dd>{error.message}</dd>
          <dt>Remedy</dt>
          <dd>{error.hint}</dd>
          {error.requestId !== null && (
            <>
              <dt>Request</dt>
              <dd>{error.requestId}</dd>
            </>
          )}
        </dl>
      )}
    </div>
  )
}

export function CreditLine({ credit, text }: { readonly credit: Credit; readonly text: string }) {
  const line = formatCredit(credit, text)
  const url = creditUrl(credit)
  return (
    <small className="vectreal-credit">
      {url === null ? (
        line
      ) : (
        <a href={url} target="_blank" rel="noreferrer">
          {line}
        </a>
      )}
    </small>
  )
}

export interface StructuredDataProps {
  readonly name: string
  readonly description: string
  readonly image: string | null
  readonly credit: Credit | null
  readonly manifest: SceneManifest | null
  readonly nonce: string | undefined
}

/** schema.org `3DModel` for search engines. The model's own address is left out: it needs the key. */
export function StructuredData({ name, description, image, credit, manifest, nonce }: StructuredDataProps) {
  const data = {
    '@context': 'https://schema.org',
    '@type': '3DModel',
    name,
    description: description || undefined,
    image: image ?? undefined,
    dateModified: manifest?.updatedAt,
    creditText: credit?.author || undefined,
    license: credit?.licence || undefined,
    isBasedOn: credit?.sourceUrl || undefined,
  }
  // `<` would end the element early.
  const json = JSON.stringify(data).replaceAll('<', '\\u003c')
  return <script type="application/ld+json" nonce={nonce} dangerouslySetInnerHTML={{ __html: json }} />
}
