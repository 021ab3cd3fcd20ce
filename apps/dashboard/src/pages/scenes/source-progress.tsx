/** What comes of the files that were dropped, and what has to be asked about them, before anything is sent. */
import type { ConvertStep, ModelSize, Unit } from '@vectreal/asset-tools'
import { SelectField } from '../../forms/field'
import { Button } from '../../ui/button'
import { Note, ProblemNote } from '../../ui/states'
import type { ModelSource } from './use-model-source'

/** What is being done with the files. */
export const STEPS: Record<ConvertStep, string> = {
  reading: 'Reading the files…',
  unpacking: 'Unpacking the archive…',
  converting: 'Converting the model…',
  checking: 'Checking the model…',
}
const UNIT_NAMES: Record<Unit, string> = {
  m: 'metres',
  cm: 'centimetres',
  mm: 'millimetres',
  in: 'inches',
  ft: 'feet',
}

interface SourceProgressProps {
  readonly source: ModelSource
  /** Takes all of several models, where that is possible. */
  readonly onEach?: () => void
}

export function SourceProgress({ source, onEach }: SourceProgressProps) {
  const { state } = source
  switch (state.phase) {
    case 'idle':
      return null
    case 'preparing':
      return (
        <div role="status" className="card flex flex-wrap items-center gap-4 p-4 text-sm">
          <p className="flex-1">{STEPS[state.step]}</p>
          <Button onClick={source.reset}>Cancel</Button>
        </div>
      )
    case 'failed':
      return <ProblemNote error={state.error} />
    case 'choosing':
      return (
        <Note title="There are several models. Which one do you want?">
          {onEach !== undefined && (
            <Button className="mt-2" onClick={onEach}>
              Create {state.models.length} scenes, one for each
            </Button>
          )}
          <ul className="mt-2 space-y-1">
            {state.models.slice(0, 50).map((model) => (
              <li key={model}>
                <Button kind="quiet" onClick={() => void source.choose({ main: model })}>
                  {model}
                </Button>
              </li>
            ))}
          </ul>
        </Note>
      )
    case 'ready':
      return (
        <>
          {state.model.notes.length > 0 && (
            <Note tone="warn" role="status" title="The model is ready, with these notes:">
              <ul className="mt-1 list-disc pl-5">
                {state.model.notes.map(({ message }) => (
                  <li key={message}>{message}</li>
                ))}
              </ul>
            </Note>
          )}
          {state.model.size !== null && (
            <div className="grid grid-cols-2 gap-3">
              <SelectField
                label="One unit of the file is"
                hint={`The model is ${inCentimetres(state.model.size)}.`}
                value={state.choices.units ?? ''}
                onChange={(event) =>
                  void source.choose({
                    units: event.target.value === '' ? undefined : (event.target.value as Unit),
                  })
                }
              >
                <option value="">From the file, or its format’s default</option>
                {Object.entries(UNIT_NAMES).map(([unit, name]) => (
                  <option key={unit} value={unit}>
                    {name}
                  </option>
                ))}
              </SelectField>
              <SelectField
                label="Up is"
                value={state.choices.upAxis ?? ''}
                onChange={(event) =>
                  void source.choose({
                    upAxis: event.target.value === '' ? undefined : (event.target.value as 'y' | 'z'),
                  })
                }
              >
                <option value="">From the file, or its format’s default</option>
                <option value="y">Y</option>
                <option value="z">Z</option>
              </SelectField>
            </div>
          )}
        </>
      )
  }
}

function inCentimetres({ x, y, z }: ModelSize): string {
  return `${[x, y, z].map((metres) => (metres * 100).toLocaleString('en', { maximumSignificantDigits: 3 })).join(' × ')} cm`
}
