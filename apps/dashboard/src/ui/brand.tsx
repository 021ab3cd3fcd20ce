function BrandMark({ size = 28 }: { size?: number }) {
  return (
    <svg aria-hidden width={size} height={size} viewBox="0 0 32 32">
      <rect width="32" height="32" rx="8" className="fill-accent-solid" />
      <path
        d="M16 6.5 24.5 11.25v9.5L16 25.5l-8.5-4.75v-9.5z M7.5 11.25 16 16l8.5-4.75M16 16v9.5"
        fill="none"
        stroke="#fff"
        strokeWidth="2"
        strokeLinejoin="round"
      />
    </svg>
  )
}

export function Brand() {
  return (
    <span className="inline-flex items-center gap-2.5 text-[1.05rem] font-semibold tracking-tight">
      <BrandMark />
      Vectreal
    </span>
  )
}
