/** Who owns the demo organization, and signs in to look around. */
export const DEMO_ACCOUNT = {
  name: 'Olivia Owner',
  email: 'owner@demo.vectreal.localhost',
  password: 'vectreal-demo',
} as const
