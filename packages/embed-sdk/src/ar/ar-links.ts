/** Addresses that open a model in the AR app of a phone. */

/** What the app is told of the model. */
export interface ArLinkOptions {
  readonly title: string
  /** False: always in its real size. */
  readonly canScale: boolean
  readonly placement: 'floor' | 'wall'
}

/**
 * An intent for Android's Scene Viewer. Where the phone has none, the browser goes to `fallbackUrl`, or by itself to the
 * store where that is null.
 *
 * @see https://developers.google.com/ar/develop/scene-viewer
 */
export function toSceneViewerIntent(
  glbUrl: string,
  { title, canScale, placement, fallbackUrl }: ArLinkOptions & { readonly fallbackUrl: string | null },
): string {
  const { protocol } = new URL(glbUrl)
  const query = new URLSearchParams({
    file: glbUrl,
    mode: 'ar_preferred',
    title,
    ...(!canScale && { resizable: 'false' }),
    ...(placement === 'wall' && { enable_vertical_placement: 'true' }),
  })
  const fragment = [
    'Intent',
    `scheme=${protocol.slice(0, -1)}`,
    'package=com.google.android.googlequicksearchbox',
    'action=android.intent.action.VIEW',
    ...(fallbackUrl === null ? [] : [`S.browser_fallback_url=${encodeURIComponent(fallbackUrl)}`]),
    'end',
    '',
  ]
  return `intent://arvr.google.com/scene-viewer/1.2?${query.toString().replaceAll('+', '%20')}#${fragment.join(';')}`
}

/** The address of a link for Quick Look, which reads its options from the fragment. */
export function toQuickLookUrl(usdzUrl: string, { canScale }: Pick<ArLinkOptions, 'canScale'>): string {
  return canScale ? usdzUrl : `${usdzUrl}#allowsContentScaling=0`
}

/**
 * This page's own address for a phone to open, with the scene named in its fragment: `name=scene` in place of any other of
 * that name. What else stood there stays.
 */
export function toPhoneUrl(pageUrl: string, scene: string): string {
  const url = new URL(pageUrl)
  const name = scene.slice(0, scene.indexOf('=') + 1)
  const kept = url.hash
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && !part.startsWith(name))
  url.hash = [...kept, scene].join('&')
  return url.href
}
