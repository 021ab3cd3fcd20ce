import { Product } from './product'

/** Settings are read at each request, not at build time. */
export const dynamic = 'force-dynamic'

export default function Page() {
  return (
    <main>
      <h1>Next.js</h1>
      <Product
        baseUrl={process.env.VECTREAL_URL}
        sceneId={process.env.VECTREAL_SCENE_ID}
        apiKey={process.env.VECTREAL_API_KEY}
      />
    </main>
  )
}
