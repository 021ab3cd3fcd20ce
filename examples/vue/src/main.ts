import '@vectreal/embed-sdk/types/vue'
import { createApp } from 'vue'
import App from './app.vue'

createApp(App).mount('#app')
