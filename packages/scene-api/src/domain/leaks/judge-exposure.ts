/** What an embed key that is seen in public is good for: it is made to be seen, as long as the allowlists hold. */
export interface ExposedProject {
  readonly id: string
  readonly name: string
  readonly allowedDomains: readonly string[]
  readonly allowLocalhost: boolean
}

interface Weakness {
  readonly code: 'wildcard' | 'localhost' | 'http'
  readonly projectId: string
  readonly message: string
}

export interface Exposure {
  /** Nothing beside https hosts that are named lets it in. */
  readonly isAllowlistInForce: boolean
  readonly weaknesses: readonly Weakness[]
}

export function judgeExposure(projects: readonly ExposedProject[]): Exposure {
  const weaknesses = projects.flatMap(({ id: projectId, name, allowedDomains, allowLocalhost }) => {
    const found: Weakness[] = []
    const wildcards = allowedDomains.filter((pattern) => pattern.includes('*'))
    if (wildcards.length > 0) {
      found.push({ code: 'wildcard', projectId, message: `“${name}” allows ${wildcards.join(', ')}.` })
    }
    const plain = allowedDomains.filter((pattern) => pattern.startsWith('http://'))
    if (plain.length > 0) {
      found.push({
        code: 'http',
        projectId,
        message: `“${name}” allows pages without encryption: ${plain.join(', ')}.`,
      })
    }
    if (allowLocalhost) {
      found.push({
        code: 'localhost',
        projectId,
        message: `“${name}” allows localhost: the key works on anybody's machine.`,
      })
    }
    return found
  })
  return { isAllowlistInForce: weaknesses.length === 0, weaknesses }
}
