/**
 * The points that decide how large a tree looks. Few of the vertices touch its outline: those that reach farthest in
 * some direction. They are chosen once and read again for every pose.
 */
import {
  BufferAttribute,
  type BufferGeometry,
  InstancedMesh,
  type InterleavedBufferAttribute,
  Matrix4,
  Mesh,
  type Object3D,
  SkinnedMesh,
  Vector3,
} from 'three'

/** Points of one tree; more would cost more than the eye gains. */
const POINTS = 16_000
/** Of one pose; there are several. */
const KEPT_POINTS = 2000
/** Up to so many vertices of one object all of them count. */
const ALL_VERTICES = 512
/** Between two neighbours of so many directions on a sphere are about 18 degrees, a hundredth of its radius. */
const DIRECTIONS = spread(128)
/** For a bone, whose vertices move together, a morph target, or one of very many objects. */
const FEW_DIRECTIONS = spread(20)
/** Vertices looked at in every direction; of larger objects every second, third, … stands for its neighbours. */
const LOOKED_AT = 60_000

type Position = BufferAttribute | InterleavedBufferAttribute

export interface DrawnPoints {
  /** Appends the points as they stand now, in world space. Matrices have to be up to date. */
  read(into: Vector3[]): void
}

export function findDrawnPoints(root: Object3D): DrawnPoints {
  const meshes: Mesh[] = []
  root.traverseVisible((object) => {
    // Points and lines have a geometry as well.
    if ((object as Partial<Mesh>).geometry?.attributes['position'] !== undefined) meshes.push(object as Mesh)
  })
  const share = POINTS / Math.max(meshes.length, 1)
  const readers = meshes.map((mesh) =>
    mesh instanceof InstancedMesh ? readInstances(mesh, share) : readMesh(mesh, share),
  )
  return {
    read(into) {
      for (const read of readers) read(into)
    },
  }
}

/** Those of `points` that an outline can be made of; the others lie between them. */
export function outerPoints(points: readonly Vector3[]): readonly Vector3[] {
  if (points.length <= KEPT_POINTS) return points
  const position = new BufferAttribute(new Float32Array(points.flatMap((point) => point.toArray())), 3)
  const outer = extremes(position, vertexRange(points.length), [...AXES, ...DIRECTIONS], 1)
  return [...outer].map((index) => points[index]!)
}

type Read = (into: Vector3[]) => void

function readMesh(mesh: Mesh, share: number): Read {
  const vertices = outlineOf(mesh, share)
  return (into) => {
    // What is scaled to nothing is not drawn, and its place tells nothing of the picture.
    if (mesh.matrixWorld.getMaxScaleOnAxis() < Number.EPSILON) return
    for (const vertex of vertices) into.push(vertexOf(mesh, vertex).applyMatrix4(mesh.matrixWorld))
  }
}

function readInstances(mesh: InstancedMesh, share: number): Read {
  const places = Array.from({ length: mesh.count }, (_none, index) => {
    const place = new Matrix4()
    mesh.getMatrixAt(index, place)
    return place
  })
  const centers = new BufferAttribute(
    new Float32Array(places.flatMap((place) => new Vector3().setFromMatrixPosition(place).toArray())),
    3,
  )
  const outer =
    places.length <= share / AXES.length
      ? places
      : [...extremes(centers, vertexRange(places.length), DIRECTIONS, 1)].map((index) => places[index]!)
  const vertices = outlineOf(mesh, share / Math.max(outer.length, 1))
  return (into) => {
    if (mesh.matrixWorld.getMaxScaleOnAxis() < Number.EPSILON) return
    for (const place of outer) {
      const world = mesh.matrixWorld.clone().multiply(place)
      for (const vertex of vertices) into.push(vertexOf(mesh, vertex).applyMatrix4(world))
    }
  }
}

/** In the space of the mesh, bent by its bones and morph targets. Points and lines have neither. */
function vertexOf(mesh: Mesh, vertex: number): Vector3 {
  const point = new Vector3()
  if (mesh instanceof Mesh) return mesh.getVertexPosition(vertex, point)
  return point.fromBufferAttribute(positionOf((mesh as Mesh).geometry), vertex)
}

/** At most about `share` vertices of a mesh, those that its outline can be made of. */
function outlineOf(mesh: Mesh, share: number): Iterable<number> {
  const { geometry } = mesh
  const position = positionOf(geometry)
  const all = drawnVertices(geometry)
  if (all.length <= Math.min(ALL_VERTICES, share)) return all
  const step = Math.ceil(all.length / LOOKED_AT)
  if (mesh instanceof SkinnedMesh) return extremesOfBones(mesh, position, all, step)
  const directions = share >= DIRECTIONS.length ? DIRECTIONS : FEW_DIRECTIONS
  const found = new Set([...extremes(position, all, AXES, 1), ...extremes(position, all, directions, step)])
  for (const target of geometry.morphAttributes.position ?? []) {
    for (const vertex of extremes(target as Position, all, FEW_DIRECTIONS, step)) found.add(vertex)
  }
  return found
}

/** Vertices that the index names: others are never drawn. */
function drawnVertices(geometry: BufferGeometry): Uint32Array {
  const { count } = positionOf(geometry)
  if (geometry.index === null) return vertexRange(count)
  const isDrawn = new Uint8Array(count)
  for (const vertex of geometry.index.array) isDrawn[vertex] = 1
  return vertexRange(count).filter((vertex) => isDrawn[vertex] === 1)
}

function vertexRange(count: number): Uint32Array {
  return new Uint32Array(count).map((_zero, vertex) => vertex)
}

function positionOf(geometry: BufferGeometry): Position {
  return geometry.attributes['position'] as Position
}

/** Of each direction the vertex that reaches farthest. This is most of what measuring costs, so it keeps to plain numbers. */
function extremes(
  position: Position,
  vertices: ArrayLike<number>,
  directions: readonly Vector3[],
  step: number,
): Set<number> {
  const count = Math.ceil(vertices.length / step)
  const points = new Float64Array(count * 3)
  for (let at = 0; at < count; at += 1) {
    const vertex = vertices[at * step]!
    points[at * 3] = position.getX(vertex)
    points[at * 3 + 1] = position.getY(vertex)
    points[at * 3 + 2] = position.getZ(vertex)
  }
  const farthest = directions.map(({ x, y, z }) => {
    let reach = -Infinity
    let best = 0
    for (let at = 0; at < count; at += 1) {
      const along = points[at * 3]! * x + points[at * 3 + 1]! * y + points[at * 3 + 2]! * z
      if (along > reach) {
        reach = along
        best = at
      }
    }
    return vertices[best * step]!
  })
  return new Set(farthest)
}

/** A vertex belongs to the bone that moves it most. */
function extremesOfBones(
  { geometry }: SkinnedMesh,
  position: Position,
  vertices: ArrayLike<number>,
  step: number,
): number[] {
  const bones = geometry.attributes['skinIndex'] as Position
  const weights = geometry.attributes['skinWeight'] as Position
  const groups = new Map<number, number[]>()
  for (let at = 0; at < vertices.length; at += step) {
    const vertex = vertices[at]!
    let strongest = 0
    for (const part of [1, 2, 3]) {
      if (weights.getComponent(vertex, part) > weights.getComponent(vertex, strongest)) strongest = part
    }
    const bone = bones.getComponent(vertex, strongest)
    const group = groups.get(bone)
    if (group === undefined) groups.set(bone, [vertex])
    else group.push(vertex)
  }
  return [...groups.values()].flatMap((group) => [...extremes(position, group, FEW_DIRECTIONS, 1)])
}

const AXES = [1, -1].flatMap((sign) => [
  new Vector3(sign, 0, 0),
  new Vector3(0, sign, 0),
  new Vector3(0, 0, sign),
])

/** Directions at even distances, on a spiral from pole to pole. */
function spread(count: number): Vector3[] {
  const golden = Math.PI * (3 - Math.sqrt(5))
  return Array.from({ length: count }, (_none, index) => {
    const y = 1 - (2 * index + 1) / count
    const ring = Math.sqrt(1 - y * y)
    return new Vector3(Math.cos(index * golden) * ring, y, Math.sin(index * golden) * ring)
  })
}
