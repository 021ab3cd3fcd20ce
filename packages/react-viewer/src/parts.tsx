/** The pieces around the picture, without state of their own. */
import type { SceneManifest, VectrealError } from '@vectreal/embed-sdk'
import { failureLine, type SceneMessages, type SceneState, signInHref } from '@vectreal/embed-sdk/scene'
import type { Credit } from '@vectreal/scene-format'
import { creditUrl, formatCredit } from '@vectreal/viewer-core/credit'
import { Fragment, type Ref } from 'react'

export interface PosterProps {
  readonly src: string
  readonly alt: string
  readonly width?: number | undefined
  readonly height?: number | undefined
  readonly ref?: Ref<HTMLImageElement> | undefined
}

export function Poster({ src, alt, width, height, ref }: PosterProps) {
  return (
    <img
      ref={ref}
      className="vectreal-poster"
      src={src}
      alt={alt}
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
  readonly messages: Partial<SceneMessages> & Pick<SceneMessages, 'retry' | 'signIn' | 'signInLink'>
  readonly signInUrl: string | undefined
  /** Shows the reason and the remedy to whoever builds the page. */
  readonly debug: boolean
  readonly onRetry: () => void
}

export function Failure({ error, messages, signInUrl, debug, onRetry }: FailureProps) {
  const { code, layer, message, hint, requestId, retryable } = error
  const href = signInHref(code, signInUrl)
  const facts = { Code: code, Layer: layer, Reason: message, Remedy: hint, Request: requestId }
  return (
    <div className="vectreal-panel" role="alert" dir="auto" data-vectreal-error={code}>
      <p>{href ? messages.signIn : failureLine(code, messages)}</p>
      {href ? (
        <a className="vectreal-button" href={href}>
          {messages.signInLink}
        </a>
      ) : (
        retryable && (
          <button type="button" className="vectreal-button" onClick={onRetry}>
            {messages.retry}
          </button>
        )
      )}
      {debug && (
        <dl data-vectreal-debug="">
          {Object.entries(facts).map(
            ([name, fact]) =>
              fact !== null && (
                <Fragment key={name}>
                  <dt>{name}</dt>
                  <dd>{fact}</dd>
                </Fragment>
              ),
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
  readonly description: string
  /** Where the scene has no picture for link previews. */
  readonly image: string | false | undefined
  readonly credit: Credit | null
  readonly manifest: SceneManifest
}

/**
 * schema.org `3DModel` for search engines, as microdata: React makes script elements from plain strings, which pages that
 * require Trusted Types refuse. The model's own address is left out: it needs the key.
 */
export function StructuredData({ description, image, credit, manifest }: StructuredDataProps) {
  const data = {
    name: manifest.name,
    description,
    image: manifest.poster?.link?.url ?? image,
    dateModified: manifest.updatedAt,
    creditText: credit?.author,
    license: credit?.licence,
    isBasedOn: credit?.sourceUrl,
  }
  return (
    <span hidden itemScope itemType="https://schema.org/3DModel">
      {Object.entries(data).map(([name, value]) => value && <Fact key={name} name={name} value={value} />)}
    </span>
  )
}

/** An address has to be a link (HTML, microdata). */
function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return /^https?:/.test(value) ? (
    <link itemProp={name} href={value} />
  ) : (
    <meta itemProp={name} content={value} />
  )
}
