const NAME_MAX = 100

/** A prepared name, cut to what the API takes: it counts code points, and half an emoji is no text. */
export const fitName = (text: string) => [...text].slice(0, NAME_MAX).join('')
