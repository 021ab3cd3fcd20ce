/** Takes a model as people have it, dropped or chosen: one file, several, a folder, a zip. */
import { Upload } from 'lucide-react'
import { useId, useState } from 'react'
import { classNames } from '../../ui/class-names'
import { fromDrop, fromFileList, type ModelFile } from './dropped-files'

interface ModelDropProps {
  readonly label: string
  readonly disabled?: boolean
  readonly onFiles: (files: readonly ModelFile[]) => void
}

export function ModelDrop({ label, disabled = false, onFiles }: ModelDropProps) {
  const [over, setOver] = useState(false)
  const id = useId()
  const takeDrop = async (dropped: DataTransfer) => {
    const files = await fromDrop(dropped)
    if (files.length > 0) onFiles(files)
  }
  return (
    <div
      className={classNames(
        'relative flex flex-col items-center rounded-xl border-2 border-dashed px-6 py-8 text-center text-sm has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
        over ? 'border-accent bg-accent-soft' : 'border-line-strong bg-raised/50',
      )}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        if (!disabled) void takeDrop(event.dataTransfer)
      }}
    >
      <Upload aria-hidden size={22} className="mb-2 text-muted" />
      <label htmlFor={id} className="user-text font-medium">
        {label}
      </label>
      <p className="mt-1 text-muted">
        Drop a model here (GLB, glTF, OBJ, FBX, STL, PLY, DAE, 3MF, USDZ) with its files, as a folder or a
        zip, or click to choose.
      </p>
      <input
        id={id}
        type="file"
        multiple
        disabled={disabled}
        className="absolute inset-0 cursor-pointer opacity-0"
        onChange={(event) => {
          const files = fromFileList(event.target.files ?? [])
          event.target.value = ''
          if (files.length > 0) onFiles(files)
        }}
      />
    </div>
  )
}
