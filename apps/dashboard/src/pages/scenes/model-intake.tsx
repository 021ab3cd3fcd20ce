/** Takes a model and hands it on at once, or after what there is to know or to choose about it. */
import { Button } from '../../ui/button'
import { ModelDrop } from './model-drop'
import { SourceProgress } from './source-progress'
import { type PreparedModel, useModelSource } from './use-model-source'

interface ModelIntakeProps {
  readonly label: string
  readonly disabled: boolean
  /** Of the button that is there only where something has to be looked at first. */
  readonly action: string
  readonly onModel: (model: PreparedModel) => void
}

export function ModelIntake({ label, disabled, action, onModel }: ModelIntakeProps) {
  const source = useModelSource()
  const { state } = source
  const handOn = (model: PreparedModel) => {
    source.reset()
    onModel(model)
  }
  return (
    <div className="space-y-3">
      <ModelDrop
        label={label}
        disabled={disabled}
        onFiles={(files) => {
          void source.take(files).then((model) => {
            if (model !== null && model.notes.length === 0 && model.size === null) handOn(model)
            return null
          })
        }}
      />
      <SourceProgress source={source} />
      {state.phase === 'ready' && (
        <Button kind="primary" disabled={disabled} onClick={() => handOn(state.model)}>
          {action}
        </Button>
      )}
    </div>
  )
}
