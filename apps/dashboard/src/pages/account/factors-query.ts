import { queryOptions } from '@tanstack/react-query'
import { findFactors } from '../../api/account'

export const factorsQuery = queryOptions({ queryKey: ['factors'], queryFn: findFactors })
