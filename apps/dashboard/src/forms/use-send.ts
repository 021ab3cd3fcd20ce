/** A mutation that runs once at a time: a second press is dropped even before the page could show that the first is under way. */
import { useMutation, type UseMutationOptions } from '@tanstack/react-query'
import { useRef } from 'react'

interface Send<Input> {
  readonly error: Error | null
  readonly isPending: boolean
  mutate(input: Input): void
}

export function useSend<Result, Input>(options: UseMutationOptions<Result, Error, Input>): Send<Input> {
  const { error, isPending, mutateAsync } = useMutation(options)
  const underWay = useRef(false)
  const mutate = (input: Input) => {
    if (underWay.current) return
    underWay.current = true
    const settle = () => {
      underWay.current = false
    }
    // What was refused is in `error`.
    mutateAsync(input).then(settle, settle)
  }
  return { error, isPending, mutate }
}
