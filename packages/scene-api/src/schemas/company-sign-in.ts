/** Sign-in of an organization's people at its own OpenID provider. */
import { z } from 'zod'

const URL_MESSAGE = 'must be an http or https URL without query and fragment'

const issuerSchema = z
  .string()
  .max(500, 'must have at most 500 characters')
  .refine(isIssuer, URL_MESSAGE)
  .meta({
    description: 'As the provider names itself, letter by letter',
    examples: ['https://login.example.com'],
  })

function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, search, hash, username } = new URL(text)
  return /^https?:$/.test(protocol) && search === '' && hash === '' && username === ''
}

const credential = z
  .string()
  .max(1000, 'must have at most 1000 characters')
  .regex(/^[\x21-\x7E]+$/, 'must have visible ASCII characters only')

export const setCompanySignInSchema = z.strictObject({
  issuer: issuerSchema,
  clientId: credential,
  clientSecret: credential.optional().meta({
    description: 'Absent: the one that is kept stays, where issuer and clientId stay as well',
  }),
  domain: z
    .string()
    .max(253, 'must have at most 253 characters')
    .meta({ description: 'Of the mail addresses that the provider speaks for', examples: ['example.com'] }),
  required: z
    .boolean()
    .default(false)
    .meta({ description: 'Everybody but owners has to sign in there, once the domain is proved' }),
})

const providerSchema = z.strictObject({
  issuer: z.string(),
  clientId: z.string(),
  domain: z.string(),
  isDomainProved: z.boolean().meta({ description: 'Nobody signs in there before' }),
  record: z
    .strictObject({ name: z.string(), value: z.string() })
    .meta({ description: 'The TXT record that proves the domain' }),
  required: z.boolean(),
  createdAt: z.iso.datetime(),
})

export const companySignInSchema = z
  .strictObject({
    redirectUri: z.string().meta({ description: 'To register at the provider; never changes' }),
    provider: providerSchema.nullable().meta({ description: 'Null: none is set up' }),
  })
  .meta({ id: 'CompanySignIn' })
/** How the people of an organization sign in at its own provider; the secret is never part of it. */
export type CompanySignIn = z.output<typeof companySignInSchema>
