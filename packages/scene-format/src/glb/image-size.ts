/** Reads width and height from an image's header, so that nothing oversized is ever decoded. */
export interface ImageSize {
  readonly width: number
  readonly height: number
  readonly format: 'png' | 'jpeg' | 'webp' | 'ktx2' | 'avif'
  /** All its layers, faces, slices and levels together. */
  readonly pixels: number
}

interface Header {
  readonly width: number
  readonly height: number
  readonly format: ImageSize['format']
  /** What one picture of that width and height is multiplied by. */
  readonly times?: number
}

/** Null: not one of the formats the viewer draws, or a header that does not hold. */
export function readImageSize(bytes: Uint8Array): ImageSize | null {
  const header = bytes.byteLength < 12 ? null : readHeader(bytes)
  if (header === null) return null
  const { width, height, format, times = 1 } = header
  return width > 0 && height > 0 ? { width, height, format, pixels: width * height * times } : null
}

function readHeader(bytes: Uint8Array): Header | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    if (view.getUint32(0) === 0x89504e47) return png(view)
    if (view.getUint16(0) === 0xffd8) return jpeg(view)
    if (text(view, 0, 4) === 'RIFF' && text(view, 8, 4) === 'WEBP') return webp(view)
    if (view.getUint32(0) === 0xab4b5458 && view.getUint32(4) === 0x203230bb) return ktx2(view)
    if (text(view, 4, 4) === 'ftyp') return avif(view)
  } catch (error) {
    // A header that points past the end of the data.
    if (error instanceof RangeError) return null
    throw error
  }
  return null
}

function png(view: DataView): Header | null {
  if (text(view, 12, 4) !== 'IHDR') return null
  return { format: 'png', width: view.getUint32(16), height: view.getUint32(20) }
}

/** Walks the segments to the frame header (SOFn); C4, C8 and CC share its range but mean other things. */
function jpeg(view: DataView): Header | null {
  let at = 2
  while (at < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return { format: 'jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    at += 2 + view.getUint16(at + 2)
  }
  return null
}

function webp(view: DataView): Header | null {
  switch (text(view, 12, 4)) {
    case 'VP8 ':
      return {
        format: 'webp',
        width: view.getUint16(26, true) & 0x3fff,
        height: view.getUint16(28, true) & 0x3fff,
      }
    case 'VP8L': {
      const bits = view.getUint32(21, true)
      return { format: 'webp', width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 }
    }
    case 'VP8X':
      return { format: 'webp', width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 }
    default:
      return null
  }
}

/** KTX 2.0 §3: width, height, depth, layers, faces and levels; 0 stands for one where there is no such thing. */
function ktx2(view: DataView): Header | null {
  const [width = 0, height = 0, depth = 0, layers = 0, faces = 0, levels = 0] = [20, 24, 28, 32, 36, 40].map(
    (at) => view.getUint32(at, true),
  )
  // More levels than halvings are none.
  if (levels > 32) return null
  const times = Math.max(depth, 1) * Math.max(layers, 1) * Math.max(faces, 1) * (levels > 1 ? 4 / 3 : 1)
  return { format: 'ktx2', width, height: Math.max(height, 1), times }
}

/** The first `ispe` (image spatial extents) box holds the size. */
function avif(view: DataView): Header | null {
  for (let at = 8; at + 16 <= Math.min(view.byteLength, 4096); at += 1) {
    if (view.getUint32(at) === 0x69737065) {
      return { format: 'avif', width: view.getUint32(at + 8), height: view.getUint32(at + 12) }
    }
  }
  return null
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
}

function text(view: DataView, at: number, length: number): string {
  let out = ''
  for (let i = 0; i < length; i += 1) out += String.fromCharCode(view.getUint8(at + i))
  return out
}
