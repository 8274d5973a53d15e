// A job's events as they come; after a lost connection the browser asks again from where it was.

const ENDED = new Set(["done", "failed", "cancelled", "interrupted"]);

export function watch(id, tell) {
  const source = new EventSource(`/api/v1/jobs/${encodeURIComponent(id)}/events`);
  source.addEventListener("job", (event) => {
    const job = JSON.parse(event.data);
    if (ENDED.has(job.state)) source.close();
    tell(job);
  });
  return () => source.close();
}
