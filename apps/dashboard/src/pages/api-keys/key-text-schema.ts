/** What a key's name and description may be: the API's own rules. */
import { descriptionSchema, nameSchema } from '@vectreal/scene-api/schemas'
import { z } from 'zod'

export const DESCRIPTION_MAX = 500

export const describedSchema = z.object({ name: nameSchema, description: descriptionSchema })
