// A page to ask from.
export default function Page() {
  return (
    <form action="/api/chat">
      <input name="q" required /> <button type="submit">Send</button>
    </form>
  );
}
