/** Which allowlist entries a site builder needs, with the reason for each: read by the dashboard and by the guides. */

/** What an owner says of a site. */
export interface SiteFacts {
  /** Host name that visitors see, such as `www.example.com`; '' for none. */
  readonly domain: string
  /** Name of the site at its builder, such as `acme-chairs`; '' for none. */
  readonly site: string
}

/** One entry, with what stands for the site's own names: `{domain}`, `{domain-with-hyphens}`, `{site}`. */
export interface PresetEntry {
  readonly template: string
  readonly reason: string
}

/** Hosts that no entry should name in advance, and what to do about them. */
export interface PresetException {
  readonly hosts: string
  readonly advice: string
}

/** A site builder. */
export interface SitePreset {
  readonly id: string
  readonly name: string
  /** How the name of a site is called there, and where it is found. */
  readonly siteLabel: string
  readonly siteHint: string
  readonly entries: readonly PresetEntry[]
  readonly exceptions: readonly PresetException[]
}

const OWN_DOMAIN = { template: '{domain}', reason: 'The site as visitors see it.' }

export const SITE_PRESETS: readonly SitePreset[] = [
  {
    id: 'shopify',
    name: 'Shopify',
    siteLabel: 'Store name',
    siteHint: 'What stands before .myshopify.com.',
    entries: [
      OWN_DOMAIN,
      {
        template: '{site}.myshopify.com',
        reason: 'The store under the name that Shopify gave it, before it has a domain and in previews.',
      },
    ],
    exceptions: [
      {
        hosts: '*.shopifypreview.com',
        advice:
          'Links that share a preview have a random name for some days. The wildcard would let in every store: allow the one name that was refused.',
      },
    ],
  },
  {
    id: 'wordpress',
    name: 'WordPress',
    siteLabel: 'Site name at WordPress.com',
    siteHint:
      'What stands before .wordpress.com or .wpcomstaging.com. None for WordPress on a server of your own.',
    entries: [
      {
        ...OWN_DOMAIN,
        reason: 'The site as visitors see it; editor and preview of a server of your own are there, too.',
      },
      {
        template: '{site}.wordpress.com',
        reason: 'The site at WordPress.com before it has a domain, with its editor and preview.',
      },
      {
        template: '{site}.wpcomstaging.com',
        reason: 'The same on plans that may have plugins, which are the ones that may have scripts.',
      },
    ],
    exceptions: [
      {
        hosts: 'staging-….wpcomstaging.com',
        advice:
          'A staging site has a name that WordPress.com makes up, which is seen first when it is refused: allow that one name.',
      },
    ],
  },
  {
    id: 'webflow',
    name: 'Webflow',
    siteLabel: 'Site name',
    siteHint: 'What stands before .webflow.io: Site settings, Publishing, Staging.',
    entries: [
      OWN_DOMAIN,
      {
        template: '{site}.webflow.io',
        reason: 'The staging site, where changes are tried before they are published.',
      },
      {
        template: '{site}.canvas.webflow.com',
        reason: 'Preview and comment mode of the Designer, which run custom code.',
      },
    ],
    exceptions: [],
  },
  {
    id: 'wix',
    name: 'Wix',
    siteLabel: 'Account name, for a free site',
    siteHint: 'What stands before .wixsite.com. None for a site with a domain.',
    entries: [
      { ...OWN_DOMAIN, reason: 'The site as visitors see it, with a custom element or custom code.' },
      {
        template: '{domain-with-hyphens}.filesusr.com',
        reason: 'Where Wix puts the content of an "Embed HTML" box of that site.',
      },
      { template: '{site}.wixsite.com', reason: 'A free site, and the frame around its "Embed HTML" boxes.' },
      { template: '{site}-wixsite-com.filesusr.com', reason: 'The "Embed HTML" boxes of a free site.' },
    ],
    exceptions: [],
  },
  {
    id: 'squarespace',
    name: 'Squarespace',
    siteLabel: 'Site ID',
    siteHint: 'What stands before .squarespace.com in the address while you are signed in.',
    entries: [
      OWN_DOMAIN,
      {
        template: '{site}.squarespace.com',
        reason: 'The site while you are signed in and edit it, also once it has a domain.',
      },
    ],
    exceptions: [],
  },
  {
    id: 'framer',
    name: 'Framer',
    siteLabel: 'Subdomain',
    siteHint: 'What stands before .framer.website or .framer.app.',
    entries: [
      OWN_DOMAIN,
      { template: '{site}.framer.website', reason: 'The site before it has a domain, and for staging.' },
      { template: '{site}.framer.app', reason: 'The same, where Framer gave it this ending.' },
    ],
    exceptions: [
      {
        hosts: '*.framercanvas.com',
        advice:
          'The canvas shows each project under a name of its own (project-….framercanvas.com), which is seen first when it is refused. The wildcard would let in every project: allow that one name.',
      },
    ],
  },
]

/**
 * What a preset adds for a site; entries whose name is not known are left out. Takes pasted addresses, too. `pattern` is
 * what somebody would type, not normalized.
 */
export function presetEntries(
  { entries }: SitePreset,
  facts: SiteFacts,
): readonly { readonly pattern: string; readonly reason: string }[] {
  const domain = hostOf(facts.domain)
  const names: Readonly<Record<string, string>> = {
    domain,
    'domain-with-hyphens': domain.replaceAll('.', '-'),
    site: hostOf(facts.site).split('.', 1)[0] ?? '',
  }
  return entries.flatMap(({ template, reason }) => {
    const isKnown = placeholdersOf(template).every((name) => names[name] !== '')
    if (!isKnown) return []
    const pattern = template.replace(/\{([a-z-]+)\}/g, (_all, name: string) => names[name] ?? '')
    return [{ pattern, reason }]
  })
}

/** `https://acme.myshopify.com/products` is pasted where a name was asked for. */
function hostOf(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[/?#].*$/, '')
}

function placeholdersOf(template: string): readonly string[] {
  return Array.from(template.matchAll(/\{([a-z-]+)\}/g), ([, name]) => name ?? '')
}
