// Tells how far running jobs are; shows the page anew when one ended.
const every = 2000;

export class GeoJobs extends HTMLElement {
  connectedCallback() {
    this.timer = setTimeout(() => this.look(), every);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  async look() {
    const response = await fetch(this.dataset.jobs).catch(() => null);
    if (response?.ok) {
      const { jobs } = await response.json();
      const running = jobs.filter((job) => job.lastRun?.outcome === "running");
      if (running.length === 0) return location.assign(location.pathname);
      for (const { job, lastRun } of running) {
        const cell = document.querySelector(`[data-job="${job}"]`);
        if (cell) cell.textContent = `Running: ${lastRun.message}`;
      }
    }
    this.timer = setTimeout(() => this.look(), every);
  }
}
