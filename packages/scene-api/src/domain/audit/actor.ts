/** Who acts: a person, a program with a service token, the operator of the server, or the server itself. */
export interface Actor {
  readonly kind: 'user' | 'service_token' | 'operator' | 'system'
  readonly id: string
  readonly name: string
  readonly email: string | null
}

interface Named {
  readonly id: string
  readonly name: string
  readonly email: string
}

/** A person without a name goes by the email address. */
export const actorOf = ({ id, name, email }: Named): Actor => ({
  kind: 'user',
  id,
  name: name || email,
  email,
})

export const OPERATOR: Actor = { kind: 'operator', id: 'operator', name: 'Operator', email: null }

export const SYSTEM: Actor = { kind: 'system', id: 'system', name: 'Vectreal', email: null }
