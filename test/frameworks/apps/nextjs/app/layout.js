// Every application has a layout.
export default ({ children }) => (
  <html lang="en">
    <body>{children}</body>
  </html>
);
