import { Component, CUSTOM_ELEMENTS_SCHEMA, signal } from '@angular/core'
import '@vectreal/embed-sdk/define'
import type { SceneEventMap } from '@vectreal/embed-sdk/element'

interface Settings {
  readonly baseUrl: string
  readonly sceneId: string
  readonly apiKey: string
}

@Component({
  selector: 'app-root',
  // Without this Angular looks for a component of that name.
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <h1>Angular</h1>
    <vectreal-scene
      [baseUrl]="settings.baseUrl"
      [sceneId]="settings.sceneId"
      [apiKey]="settings.apiKey"
      loading="eager"
      alt="A model you can turn"
      camera-controls
      (statechange)="showState($event)"
      (error)="showError($event)"
    ></vectreal-scene>
    <output>{{ status() }}</output>
  `,
  styles: 'vectreal-scene { display: block; height: 24rem }',
})
export class App {
  protected readonly settings: Settings = JSON.parse(document.getElementById('settings')?.textContent ?? '{}')
  protected readonly status = signal('idle')

  protected showState({ detail }: SceneEventMap['statechange']): void {
    this.status.set(detail.state)
  }

  protected showError({ detail }: SceneEventMap['error']): void {
    this.status.set(detail.hint)
  }
}
