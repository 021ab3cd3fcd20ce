/** What a response means that is no problem document: something in front of the platform sent it. */
export interface ProxyRefusal {
  readonly title: string
  readonly detail: string
}

/** In words for whoever uses the platform and whoever runs it. */
export function describeProxyRefusal(status: number): ProxyRefusal {
  if (status === 413) {
    return {
      title: 'The file is too large',
      detail:
        'A proxy in front of the platform takes no file of this size. Whoever runs it can raise its limit (nginx: client_max_body_size).',
    }
  }
  return {
    title: status >= 500 ? 'The server failed. Try again in a moment.' : 'The request was refused',
    detail: `The server responded with status ${status}.`,
  }
}
