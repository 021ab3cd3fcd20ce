/** What was dropped or chosen, folders and all, as files that know their place. */

/** As `convertToGlb` takes it. `webkitRelativePath`: with its folders. */
export interface ModelFile {
  readonly name: string
  readonly size: number
  readonly webkitRelativePath?: string
  readonly blob: Blob
  arrayBuffer(): Promise<ArrayBuffer>
}

/** A folder with more is somebody's disk. The converter refuses as many, with the right words. */
const MOST = 20_001

export function fromFileList(files: Iterable<File>): readonly ModelFile[] {
  return [...files].map((file) => toModelFile(file, file.webkitRelativePath))
}

/** Called while the event runs: browsers forget what was dropped afterwards. */
export async function fromDrop(dropped: DataTransfer): Promise<readonly ModelFile[]> {
  const entries = [...dropped.items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  if (entries.length === 0) return fromFileList(dropped.files)
  const found: ModelFile[] = []
  for (const entry of entries) await walk(entry, found)
  return found
}

async function walk(entry: FileSystemEntry, found: ModelFile[]): Promise<void> {
  if (found.length >= MOST) return
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    )
    found.push(toModelFile(file, entry.fullPath.replace(/^\//, '')))
    return
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  for (;;) {
    // A hundred at a time, until none are left.
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (batch.length === 0) return
    for (const child of batch) await walk(child, found)
  }
}

function toModelFile(file: File, path: string): ModelFile {
  const { name, size } = file
  return {
    name,
    size,
    ...(path !== '' && { webkitRelativePath: path }),
    blob: file,
    arrayBuffer: () => file.arrayBuffer(),
  }
}
