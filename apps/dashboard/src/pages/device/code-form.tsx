import { type FormEvent, useState } from 'react'
import { TextField } from '../../forms/field'
import { Button } from '../../ui/button'

/** For a terminal on another machine, where its address cannot be opened. */
export function CodeForm({ onCode }: { onCode: (code: string) => void }) {
  const [error, setError] = useState<string>()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const code = String(new FormData(event.currentTarget).get('code')).trim()
    if (code === '') setError('Enter the code that the terminal shows.')
    else onCode(code)
  }
  return (
    <form className="card max-w-md space-y-4 p-5" noValidate onSubmit={submit}>
      <TextField
        label="Code"
        name="code"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        placeholder="BCDF-GHJK"
        error={error}
      />
      <Button type="submit" kind="primary">
        Continue
      </Button>
    </form>
  )
}
