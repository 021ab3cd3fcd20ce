/** What belongs to the person at the screen and to no organization. */
import { apiUrl } from '../url'
import { post } from './client'

export const confirmWithPassword = (password: string) => post<unknown>(apiUrl.confirm, { password })
