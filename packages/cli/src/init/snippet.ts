/** The code that `vectreal init` writes, for the framework of the folder. */
export type Framework = 'next' | 'react' | 'vue' | 'svelte' | 'html'

export interface SnippetFacts {
  readonly platform: string
  readonly apiKey: string
  readonly sceneId: string | undefined
}

export const SNIPPET_FILES: Readonly<Record<Framework, string>> = {
  next: 'vectreal-scene.tsx',
  react: 'vectreal-scene.tsx',
  vue: 'VectrealScene.vue',
  svelte: 'VectrealScene.svelte',
  html: 'vectreal-snippet.html',
}

const KNOWN = ['next', 'react', 'vue', 'svelte'] as const

/** @param manifest what package.json holds; empty where there is none */
export function detectFramework(manifest: Readonly<Record<string, unknown>>): Framework {
  const names = { ...(manifest.dependencies as object), ...(manifest.devDependencies as object) }
  return KNOWN.find((name) => name in names) ?? 'html'
}

export function snippetFor(framework: Framework, facts: SnippetFacts): string {
  const scene = facts.sceneId ?? 'YOUR-SCENE-ID'
  const script = `${facts.platform}/embed/v1.js`
  const element = `<vectreal-scene scene-id="${scene}" api-key="${facts.apiKey}"></vectreal-scene>`
  if (framework === 'vue') {
    return `<script setup>\nimport(/* @vite-ignore */ '${script}')\n</script>\n\n<template>\n  ${element}\n</template>\n`
  }
  if (framework === 'svelte') {
    return `<svelte:head>\n  <script async src="${script}"></script>\n</svelte:head>\n\n${element}\n`
  }
  if (framework === 'html') {
    return `<script async src="${script}"></script>\n${element}\n`
  }
  const client = framework === 'next' ? "'use client'\n\n" : ''
  return `${client}import { ModelProvider, VectrealViewer } from '@vectreal/react-viewer'\n\nexport function Scene() {\n  return (\n    <ModelProvider apiKey="${facts.apiKey}" baseUrl="${facts.platform}" sceneId="${scene}">\n      <VectrealViewer />\n    </ModelProvider>\n  )\n}\n`
}
