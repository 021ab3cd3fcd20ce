import { connection } from 'next/server'
import { Suspense } from 'react'
import { Product } from './product'

export default function Page() {
  return (
    <main>
      <h1>Next.js</h1>
      <Suspense>
        <Showroom />
      </Suspense>
    </main>
  )
}

/** Waits for a request, so that the settings are read at run time and not at build time. */
async function Showroom() {
  await connection()
  return (
    <Product
      baseUrl={process.env.VECTREAL_URL}
      sceneId={process.env.VECTREAL_SCENE_ID}
      apiKey={process.env.VECTREAL_API_KEY}
    />
  )
}
