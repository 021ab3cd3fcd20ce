/** A small model in each format, written by hand: a square with a picture, unless the format has none. */
import type { SourceFile } from '@vectreal/asset-tools'
import { file, PIXEL, zip } from './files.js'

export const obj: readonly SourceFile[] = [
  file(
    'square.obj',
    `mtllib square.mtl
o Square
v 0 0 0
v 2 0 0
v 2 1 0
v 0 1 0
vt 0 0
vt 1 0
vt 1 1
vt 0 1
vn 0 0 1
usemtl Wood
f 1/1/1 2/2/1 3/3/1 4/4/1
`,
  ),
  file('square.mtl', 'newmtl Wood\nKd 0.5 0.25 0.125\nNs 100\nmap_Kd textures\\Wood.png\n'),
  file('textures/wood.png', PIXEL),
]

export const stl = file(
  'square.stl',
  `solid square
facet normal 0 0 1
outer loop
vertex 0 0 0
vertex 20 0 0
vertex 20 0 10
endloop
endfacet
facet normal 0 0 1
outer loop
vertex 0 0 0
vertex 20 0 10
vertex 0 0 10
endloop
endfacet
endsolid square
`,
)

export function binaryStl(): SourceFile {
  const bytes = new Uint8Array(84 + 50)
  const view = new DataView(bytes.buffer)
  view.setUint32(80, 1, true)
  for (const [index, value] of [0, 0, 1, 0, 0, 0, 20, 0, 0, 0, 0, 10].entries())
    view.setFloat32(84 + index * 4, value, true)
  return file('binary.stl', bytes)
}

export const ply = file(
  'square.ply',
  `ply
format ascii 1.0
element vertex 4
property float x
property float y
property float z
property uchar red
property uchar green
property uchar blue
element face 1
property list uchar int vertex_indices
end_header
0 0 0 255 0 0
1 0 0 0 255 0
1 1 0 0 0 255
0 1 0 255 255 255
4 0 1 2 3
`,
)

export const dae: readonly SourceFile[] = [
  file(
    'square.dae',
    `<?xml version="1.0" encoding="utf-8"?>
<COLLADA xmlns="http://www.collada.org/2005/11/COLLADASchema" version="1.4.1">
  <asset><unit name="centimeter" meter="0.01"/><up_axis>Z_UP</up_axis></asset>
  <library_images><image id="wood-image"><init_from>textures/wood.png</init_from></image></library_images>
  <library_effects><effect id="wood-effect"><profile_COMMON>
    <newparam sid="wood-surface"><surface type="2D"><init_from>wood-image</init_from></surface></newparam>
    <newparam sid="wood-sampler"><sampler2D><source>wood-surface</source></sampler2D></newparam>
    <technique sid="common"><lambert><diffuse><texture texture="wood-sampler" texcoord="UV"/></diffuse></lambert></technique>
  </profile_COMMON></effect></library_effects>
  <library_materials><material id="wood" name="Wood"><instance_effect url="#wood-effect"/></material></library_materials>
  <library_geometries><geometry id="square"><mesh>
    <source id="p"><float_array id="pa" count="12">0 0 0 200 0 0 200 0 100 0 0 100</float_array><technique_common><accessor source="#pa" count="4" stride="3"><param name="X" type="float"/><param name="Y" type="float"/><param name="Z" type="float"/></accessor></technique_common></source>
    <source id="u"><float_array id="ua" count="8">0 0 1 0 1 1 0 1</float_array><technique_common><accessor source="#ua" count="4" stride="2"><param name="S" type="float"/><param name="T" type="float"/></accessor></technique_common></source>
    <vertices id="v"><input semantic="POSITION" source="#p"/></vertices>
    <triangles material="wood" count="2"><input semantic="VERTEX" source="#v" offset="0"/><input semantic="TEXCOORD" source="#u" offset="1" set="0"/><p>0 0 1 1 2 2 0 0 2 2 3 3</p></triangles>
  </mesh></geometry></library_geometries>
  <library_visual_scenes><visual_scene id="scene"><node id="n" name="Square"><instance_geometry url="#square"><bind_material><technique_common><instance_material symbol="wood" target="#wood"/></technique_common></bind_material></instance_geometry></node></visual_scene></library_visual_scenes>
  <scene><instance_visual_scene url="#scene"/></scene>
</COLLADA>
`,
  ),
  file('textures/wood.png', PIXEL),
]

const RELATIONS = `<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Target="/3D/3dmodel.model" Id="rel0" Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/></Relationships>`

export async function threeMf(): Promise<SourceFile> {
  const model = `<?xml version="1.0" encoding="UTF-8"?>
<model unit="inch" xml:lang="en-US" xmlns="http://schemas.microsoft.com/3dmanufacturing/core/2015/02">
<resources><basematerials id="2"><base name="Red" displaycolor="#FF0000FF"/></basematerials>
<object id="1" type="model" pid="2" pindex="0"><mesh>
<vertices><vertex x="0" y="0" z="0"/><vertex x="10" y="0" z="0"/><vertex x="0" y="10" z="0"/><vertex x="0" y="0" z="20"/></vertices>
<triangles><triangle v1="0" v2="2" v3="1"/><triangle v1="0" v2="1" v3="3"/><triangle v1="1" v2="2" v3="3"/><triangle v1="0" v2="3" v3="2"/></triangles>
</mesh></object></resources>
<build><item objectid="1"/></build></model>`
  return pack3mf('corner.3mf', model)
}

/** One whose build places the object 1 of `resources`. */
export const threeMfOf = (resources: string): Promise<SourceFile> =>
  pack3mf(
    'parts.3mf',
    `<?xml version="1.0"?><model xmlns="http://schemas.microsoft.com/3dmanufacturing/core/2015/02"><resources>${resources}</resources><build><item objectid="1"/></build></model>`,
  )

const pack3mf = async (name: string, model: string): Promise<SourceFile> =>
  file(name, await zip([file('_rels/.rels', RELATIONS), file('3D/3dmodel.model', model)]))

export const usda = `#usda 1.0
(
    defaultPrim = "Root"
    metersPerUnit = 0.01
    upAxis = "Y"
)

def Xform "Root"
{
    def Mesh "Square"
    {
        int[] faceVertexCounts = [3, 3]
        int[] faceVertexIndices = [0, 1, 2, 0, 2, 3]
        point3f[] points = [(0, 0, 0), (200, 0, 0), (200, 100, 0), (0, 100, 0)]
        texCoord2f[] primvars:st = [(0, 0), (1, 0), (1, 1), (0, 1)] (
            interpolation = "vertex"
        )
        rel material:binding = </Root/Wood>
    }

    def Material "Wood"
    {
        token outputs:surface.connect = </Root/Wood/Surface.outputs:surface>

        def Shader "Surface"
        {
            uniform token info:id = "UsdPreviewSurface"
            color3f inputs:diffuseColor.connect = </Root/Wood/Picture.outputs:rgb>
            float inputs:roughness = 0.4
            float inputs:metallic = 0
            token outputs:surface
        }

        def Shader "Picture"
        {
            uniform token info:id = "UsdUVTexture"
            asset inputs:file = @textures/wood.png@
            token inputs:wrapS = "repeat"
            token inputs:wrapT = "repeat"
            float3 outputs:rgb
        }
    }
}
`

export const usdz = async (): Promise<SourceFile> =>
  file('square.usdz', await zip([file('square.usda', usda), file('textures/wood.png', PIXEL)]))

/** FBX 7.4 as text, in centimetres: a skinned square of two joints that a clip bends. */
export const fbx = file(
  'square.fbx',
  `; FBX 7.4.0 project file
FBXHeaderExtension:  {
	FBXHeaderVersion: 1003
	FBXVersion: 7400
}
GlobalSettings:  {
	Version: 1000
	Properties70:  {
		P: "UpAxis", "int", "Integer", "",1
		P: "UpAxisSign", "int", "Integer", "",1
		P: "UnitScaleFactor", "double", "Number", "",1
	}
}
Objects:  {
	Geometry: 1000, "Geometry::Square", "Mesh" {
		Vertices: *12 {
			a: 0,0,0,200,0,0,200,100,0,0,100,0
		}
		PolygonVertexIndex: *4 {
			a: 0,1,2,-4
		}
		GeometryVersion: 124
		LayerElementUV: 0 {
			Version: 101
			Name: "UVMap"
			MappingInformationType: "ByPolygonVertex"
			ReferenceInformationType: "IndexToDirect"
			UV: *8 {
				a: 0,0,1,0,1,1,0,1
			}
			UVIndex: *4 {
				a: 0,1,2,3
			}
		}
		LayerElementMaterial: 0 {
			Version: 101
			Name: ""
			MappingInformationType: "AllSame"
			ReferenceInformationType: "IndexToDirect"
			Materials: *1 {
				a: 0
			}
		}
		Layer: 0 {
			Version: 100
			LayerElement:  {
				Type: "LayerElementMaterial"
				TypedIndex: 0
			}
			LayerElement:  {
				Type: "LayerElementUV"
				TypedIndex: 0
			}
		}
	}
	Model: 2000, "Model::Square", "Mesh" {
		Version: 232
		Properties70:  {
			P: "Lcl Translation", "Lcl Translation", "", "A",0,0,0
		}
	}
	Material: 3000, "Material::Wood", "" {
		Version: 102
		ShadingModel: "phong"
		Properties70:  {
			P: "DiffuseColor", "Color", "", "A",0.5,0.25,0.125
		}
	}
	Texture: 4000, "Texture::Wood", "" {
		Type: "TextureVideoClip"
		Version: 202
		TextureName: "Texture::Wood"
		Media: "Video::Wood"
		FileName: "C:\\work\\textures\\wood.png"
		RelativeFilename: "textures\\wood.png"
	}
	Video: 5000, "Video::Wood", "Clip" {
		Type: "Clip"
		FileName: "C:\\work\\textures\\wood.png"
		RelativeFilename: "textures\\wood.png"
	}
	AnimationStack: 6000, "AnimStack::Lift", "" {
		Properties70:  {
			P: "LocalStop", "KTime", "Time", "",46186158000
		}
	}
	AnimationLayer: 6100, "AnimLayer::BaseLayer", "" {
	}
	AnimationCurveNode: 6200, "AnimCurveNode::T", "" {
		Properties70:  {
			P: "d|X", "Number", "", "A",0
			P: "d|Y", "Number", "", "A",0
			P: "d|Z", "Number", "", "A",0
		}
	}
	AnimationCurve: 6300, "AnimCurve::", "" {
		Default: 0
		KeyVer: 4008
		KeyTime: *2 {
			a: 0,46186158000
		}
		KeyValueFloat: *2 {
			a: 0,50
		}
	}
}
Connections:  {
	C: "OO",2000,0
	C: "OO",1000,2000
	C: "OO",3000,2000
	C: "OP",4000,3000, "DiffuseColor"
	C: "OO",5000,4000
	C: "OO",6100,6000
	C: "OO",6200,6100
	C: "OP",6200,2000, "Lcl Translation"
	C: "OP",6300,6200, "d|Y"
}
`,
)
