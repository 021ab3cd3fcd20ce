import '@vectreal/embed-sdk/types/svelte'
