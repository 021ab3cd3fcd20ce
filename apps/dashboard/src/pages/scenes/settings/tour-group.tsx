/** The cameras that visitors are led through, in order, with a text for each. */
import { Plus, Trash2 } from 'lucide-react'
import { Button, IconButton } from '../../../ui/button'
import { OrderButtons } from './order-buttons'
import { Choice, Line, SettingGroup } from './setting-fields'
import type { SettingGroupProps } from './setting-group-props'

interface TourGroupProps extends SettingGroupProps {
  readonly cameraNames: readonly string[]
}

export function TourGroup({ settings: { tour }, disabled, cameraNames, onChange }: TourGroupProps) {
  const [first] = cameraNames
  if (first === undefined && tour.length === 0) return null
  const isFree = (name: string) => tour.every(({ camera }) => camera !== name)
  return (
    <SettingGroup title="Tour">
      {tour.map((step, index) => (
        // The place is all that tells two steps with the same camera apart.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className="space-y-3 rounded-lg border border-line p-3">
          <Choice
            label={`Step ${index + 1}`}
            value={step.camera}
            options={[...new Set([step.camera, ...cameraNames])].map((name) => [name, name] as const)}
            disabled={disabled}
            onChange={(camera) => onChange({ tour: tour.with(index, { ...step, camera }) })}
          />
          <Line
            label="Text"
            value={step.text}
            disabled={disabled}
            onChange={(text) => onChange({ tour: tour.with(index, { ...step, text }) })}
          />
          {!disabled && (
            <div className="flex gap-1">
              <OrderButtons
                name={`step ${index + 1}`}
                list={tour}
                index={index}
                onChange={(next) => onChange({ tour: next })}
              />
              <IconButton
                label={`Remove step ${index + 1}`}
                onClick={() => onChange({ tour: tour.toSpliced(index, 1) })}
              >
                <Trash2 aria-hidden size={16} />
              </IconButton>
            </div>
          )}
        </div>
      ))}
      {!disabled && first !== undefined && (
        <Button
          icon={<Plus aria-hidden size={15} />}
          onClick={() =>
            onChange({ tour: [...tour, { camera: cameraNames.find(isFree) ?? first, text: '' }] })
          }
        >
          Add a step
        </Button>
      )}
    </SettingGroup>
  )
}
