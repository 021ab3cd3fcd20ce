/** A form of the pages before signing in: text fields, one button, and the reason it was refused. */
import { zodResolver } from '@hookform/resolvers/zod'
import { useEffect } from 'react'
import { type DefaultValues, type Path, useForm } from 'react-hook-form'
import type { z } from 'zod'
import { asApiError } from '../api/problem'
import { Button } from '../ui/button'
import { ProblemNote } from '../ui/states'
import { TextField } from './field'
import { useSend } from './use-send'

interface FieldSpec<Name extends string> {
  readonly name: Name
  readonly label: string
  readonly type?: 'text' | 'email' | 'password'
  readonly autoComplete: string
  readonly hint?: string
  /** Shown and sent, and not to be changed. */
  readonly readOnly?: boolean
}

interface CredentialsFormProps<Schema extends z.ZodType<Record<string, string>, Record<string, string>>> {
  readonly schema: Schema
  readonly fields: readonly FieldSpec<keyof z.input<Schema> & string>[]
  /** What the fields begin with; default: nothing. */
  readonly values?: z.input<Schema>
  readonly submit: string
  readonly onSubmit: (values: z.output<Schema>) => Promise<unknown>
}

export function CredentialsForm<Schema extends z.ZodType<Record<string, string>, Record<string, string>>>({
  schema,
  fields,
  values,
  submit,
  onSubmit,
}: CredentialsFormProps<Schema>) {
  type Values = z.input<Schema> & Record<string, string>
  const form = useForm<Values, unknown, z.output<Schema>>({
    // oxlint-disable-next-line typescript/no-explicit-any -- the resolver's overloads do not follow a generic schema
    resolver: zodResolver(schema as any) as any,
    defaultValues: {
      ...Object.fromEntries(fields.map(({ name }) => [name, ''])),
      ...values,
    } as DefaultValues<Values>,
  })
  const send = useSend({ mutationFn: onSubmit })
  const first =
    fields.find(({ name, readOnly }) => readOnly !== true && !values?.[name])?.name ?? fields[0]?.name
  useEffect(() => {
    if (first !== undefined) form.setFocus(first as Path<Values>)
  }, [form, first])
  return (
    <form
      noValidate
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault()
        void form.handleSubmit((values) => send.mutate(values))(event)
      }}
    >
      {fields.map(({ name, label, type = 'text', autoComplete, hint, readOnly }) => (
        <TextField
          key={name}
          label={label}
          type={type}
          autoComplete={autoComplete}
          error={form.formState.errors[name]?.message as string | undefined}
          {...(hint === undefined ? {} : { hint })}
          readOnly={readOnly}
          {...form.register(name as Path<Values>)}
        />
      ))}
      {send.error && <ProblemNote error={asApiError(send.error)} />}
      <Button kind="primary" type="submit" busy={send.isPending} className="w-full">
        {submit}
      </Button>
    </form>
  )
}
