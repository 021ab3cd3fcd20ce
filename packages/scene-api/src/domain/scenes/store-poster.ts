/** Makes a poster and its link picture of an image file, and stores both: no scene shows them yet. */
import { rm } from 'node:fs/promises'
import type { Context } from '../../context.js'
import { LINK_PICTURE, POSTER_MEDIA_TYPE } from '../../schemas/scenes.js'
import { describeFile } from '../models/describe-file.js'
import { type NewBlob, storeFile } from '../models/keep-blob.js'
import { makePoster, type Poster, type PosterJob } from './make-poster.js'

export interface StoredPoster extends Poster {
  readonly blob: NewBlob
  readonly link: NewBlob
}

/** @throws Problem `invalid_image`, `temporarily_unavailable` */
export async function storePoster(
  context: Context,
  job: Omit<PosterJob, 'target' | 'linkTarget'>,
): Promise<StoredPoster> {
  // Removed by whoever cleans up after uploads, where this process dies.
  const target = `${job.source}.poster.upload`
  const linkTarget = `${job.source}.link.upload`
  try {
    const poster = await makePoster(context.work.posters, { ...job, target, linkTarget })
    const blob = await describeFile(target, POSTER_MEDIA_TYPE)
    const link = await describeFile(linkTarget, LINK_PICTURE.mediaType)
    await storeFile(context, blob)
    await storeFile(context, link)
    return { ...poster, blob, link }
  } finally {
    await rm(target, { force: true })
    await rm(linkTarget, { force: true })
  }
}
