/** What a scene is without script: its picture, text alternative, credit and schema.org data. For servers as well. */
import type { SceneManifest } from '@vectreal/embed-sdk'
import { fillSettings } from '@vectreal/scene-format'
import type { CSSProperties } from 'react'
import { DEFAULT_MESSAGES } from './messages.js'
import { CreditLine, Poster, StructuredData } from './parts.js'
import { FRAME_CSS } from './viewer-css.js'

/** Props of `ScenePoster`. */
export interface ScenePosterProps {
  /** From `getScene`, on the server as well. */
  readonly manifest: SceneManifest
  /** In place of the scene's poster, which can only be shown where it is public. */
  readonly poster?: string | undefined
  /** By default the scene's own text alternative, then its name. */
  readonly alt?: string | undefined
  /** For the style element, where a Content-Security-Policy asks for one. */
  readonly nonce?: string | undefined
  readonly className?: string | undefined
}

/** A scene without script, from its manifest: poster, text alternative, credit and schema.org data. */
export function ScenePoster({ manifest, poster, alt, nonce, className }: ScenePosterProps) {
  const settings = fillSettings(manifest.settings)
  const text = alt ?? (settings.alt || manifest.name)
  const picture = poster ?? manifest.poster?.url
  const size = manifest.poster
  return (
    <div
      className={['vectreal-viewer', className].filter(Boolean).join(' ')}
      style={size === null ? {} : ({ '--vectreal-aspect': `${size.width}/${size.height}` } as CSSProperties)}
    >
      <style href="vectreal-viewer" precedence="vectreal" nonce={nonce}>
        {FRAME_CSS}
      </style>
      {picture && <Poster src={picture} alt={text} width={size?.width} height={size?.height} />}
      {settings.credit !== null && <CreditLine credit={settings.credit} text={DEFAULT_MESSAGES.credit} />}
      <StructuredData description={text} image={picture} credit={settings.credit} manifest={manifest} />
    </div>
  )
}
