/** Takes one GLB, dropped or chosen. */
import { Upload } from 'lucide-react'
import { useId, useState } from 'react'
import { classNames } from '../../ui/class-names'

interface ModelDropProps {
  readonly label: string
  readonly disabled?: boolean
  readonly onFile: (file: File) => void
}

export function ModelDrop({ label, disabled = false, onFile }: ModelDropProps) {
  const [over, setOver] = useState(false)
  const [flaw, setFlaw] = useState<string | null>(null)
  const id = useId()
  const take = (file: File | undefined) => {
    if (file === undefined) return
    if (/\.glb$/i.test(file.name)) {
      setFlaw(null)
      onFile(file)
    } else {
      setFlaw(`${file.name} is not a .glb file. Export the model as a self-contained GLB (glTF 2.0 binary).`)
    }
  }
  return (
    <div>
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
          if (!disabled) take(event.dataTransfer.files[0])
        }}
      >
        <Upload aria-hidden size={22} className="mb-2 text-muted" />
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <p className="mt-1 text-muted">Drop a .glb file here, or press to choose one.</p>
        <input
          id={id}
          type="file"
          accept=".glb,model/gltf-binary"
          disabled={disabled}
          aria-describedby={flaw === null ? undefined : `${id}-flaw`}
          className="absolute inset-0 cursor-pointer opacity-0"
          onChange={(event) => {
            take(event.target.files?.[0])
            event.target.value = ''
          }}
        />
      </div>
      {flaw !== null && (
        <p id={`${id}-flaw`} role="alert" className="user-text mt-2 text-sm font-medium text-danger">
          {flaw}
        </p>
      )}
    </div>
  )
}
