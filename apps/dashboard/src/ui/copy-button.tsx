import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, IconButton } from './button'
import { announce } from './announcer'

interface CopyProps {
  readonly text: string
  /** Names what is copied: "Copy key". */
  readonly label: string
  readonly onCopied?: (() => void) | undefined
  readonly kind?: 'icon' | 'primary' | 'secondary'
}

export function CopyButton({ text, label, onCopied, kind = 'icon' }: CopyProps) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2_000)
    return () => clearTimeout(timer)
  }, [copied])

  const copy = async () => {
    if (await writeClipboard(text)) {
      setCopied(true)
      announce('Copied')
      onCopied?.()
    } else {
      announce('Your browser didn’t allow copying. Select the text and copy it yourself.')
    }
  }
  const icon = copied ? (
    <Check aria-hidden size={16} className={kind === 'primary' ? '' : 'text-ok'} />
  ) : (
    <Copy aria-hidden size={16} />
  )
  if (kind === 'icon') {
    return (
      <IconButton label={label} onClick={() => void copy()}>
        {icon}
      </IconButton>
    )
  }
  return (
    <Button kind={kind} icon={icon} className="whitespace-nowrap" onClick={() => void copy()}>
      {copied ? 'Copied' : label}
    </Button>
  )
}

/** Pages on plain http have no clipboard API; the old command still works there from a press. */
async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const area = document.createElement('textarea')
    area.value = text
    area.setAttribute('readonly', '')
    area.className = 'sr-only'
    const host = document.querySelector('dialog[open]:last-of-type') ?? document.body
    host.append(area)
    area.select()
    const done = document.execCommand('copy')
    area.remove()
    return done
  }
}
