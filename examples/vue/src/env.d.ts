interface ImportMetaEnv {
  readonly VECTREAL_URL: string
  readonly VECTREAL_SCENE_ID: string
  readonly VECTREAL_API_KEY: string
}
