/** Puts the API's field errors beside their fields. Returns whether every one of them found its place. */
import type { FieldValues, Path, UseFormReturn } from 'react-hook-form'
import type { ApiError } from '../api/problem'

export function applyProblem<T extends FieldValues>(form: UseFormReturn<T>, error: ApiError): boolean {
  const fields = Object.keys(form.getValues())
  let placed = 0
  for (const { path, message } of error.errors) {
    const field = fields.find(
      (name) => path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`),
    )
    if (field === undefined) continue
    placed += 1
    form.setError(field as Path<T>, { type: 'server', message }, { shouldFocus: placed === 1 })
  }
  return placed > 0 && placed === error.errors.length
}
