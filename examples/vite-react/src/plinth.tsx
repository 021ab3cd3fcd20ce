import { extend } from '@react-three/fiber'
import { CylinderGeometry, Mesh, MeshBasicMaterial } from 'three'

// Names what the JSX below uses; the whole of three would double the page.
extend({ Mesh, CylinderGeometry, MeshBasicMaterial })

/** React Three Fiber elements stand in the scene of the model, in metres: a disc under it. */
export function Plinth() {
  return (
    <mesh position={[0, -0.05, 0]}>
      <cylinderGeometry args={[1, 1, 0.04, 64]} />
      <meshBasicMaterial color="#ff00aa" toneMapped={false} />
    </mesh>
  )
}
