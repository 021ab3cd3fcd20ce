interface FilterSelectProps<Name extends string> {
  readonly label: string
  readonly value: Name
  readonly options: Readonly<Record<Name, { readonly label: string }>>
  readonly onChange: (value: Name) => void
}

export function FilterSelect<Name extends string>({
  label,
  value,
  options,
  onChange,
}: FilterSelectProps<Name>) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value as Name)}
      className="control w-auto! text-sm"
    >
      {Object.entries<{ readonly label: string }>(options).map(([name, option]) => (
        <option key={name} value={name}>
          {option.label}
        </option>
      ))}
    </select>
  )
}
