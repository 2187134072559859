#include "ui/pages/compare_page.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableWidget>
#include <QVBoxLayout>

#include "ui/pages/compare/pane_grid.h"
#include "ui/widgets/choice_bar.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/wipe_view.h"
#include "ui/widgets/zoom_bar.h"

namespace likeness::ui {
namespace {

constexpr int kBlinkMs = 700, kReadableWidth = 460, kMostTableRows = 6;

QString modeKey() { return QStringLiteral("compare/mode"); }

QLabel* label(const QString& text, const char* role) {
  auto* made = new QLabel(text);
  made->setProperty("role", QLatin1String(role));
  made->setTextFormat(Qt::PlainText);
  return made;
}

}  // namespace

ComparePage::ComparePage(AppState& state, QWidget* parent)
    : QWidget(parent), rules_(state), session_(state.session()), stack_(new QStackedWidget), empty_(nullptr), panes_(new PaneGrid),
      wipe_(new WipeView), blinking_(new ImageView), blinkName_(label({}, "heading")), same_(label({}, "caption")),
      table_(new QTableWidget) {
  empty_ = buildEmpty();
  blinkSide_ = new QWidget;
  auto* blinkColumn = new QVBoxLayout(blinkSide_);
  blinkColumn->setContentsMargins(0, 0, 0, 0);
  blinkColumn->addWidget(blinkName_);
  blinkColumn->addWidget(blinking_, 1);
  blinking_->setAccessibleName(tr("The pictures in turn"));
  for (QWidget* each : std::initializer_list<QWidget*>{empty_, panes_, wipe_, blinkSide_}) stack_->addWidget(each);
  table_->setObjectName(QStringLiteral("differences"));
  table_->setAccessibleName(tr("Settings in which the pictures differ"));
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setSelectionMode(QAbstractItemView::NoSelection);
  table_->setFrameShape(QFrame::NoFrame);
  table_->setWordWrap(true);
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(theme::kMargin, theme::kMargin, theme::kMargin, theme::kMargin);
  column->setSpacing(theme::kSpacing);
  column->addWidget(buildHeader());
  column->addWidget(stack_, 1);
  column->addWidget(same_);
  column->addWidget(table_);
  blinkTimer_.setInterval(kBlinkMs);
  connect(&blinkTimer_, &QTimer::timeout, this, &ComparePage::blink);
  connect(panes_, &PaneGrid::removeRequested, &rules_, &CompareViewModel::remove);
  connect(&rules_, &CompareViewModel::changed, this, &ComparePage::refresh);
  mode_->setChoice(session_.value(modeKey()).toString());
  refresh();
}

QWidget* ComparePage::buildHeader() {
  mode_ = new ChoiceBar(tr("How to compare"), {{QStringLiteral("side"), tr("Side by side"), {}},
                                               {QStringLiteral("wipe"), tr("Wipe"), {}},
                                               {QStringLiteral("blink"), tr("Blink"), {}}});
  mode_->setMinimumWidth(mode_->sizeHint().width() + 3 * theme::kMargin);
  connect(mode_, &ChoiceBar::chosen, this, &ComparePage::chooseMode);
  clear_ = new QPushButton(theme::icon(QStringLiteral("remove")), tr("Take all away"));
  connect(clear_, &QPushButton::clicked, &rules_, &CompareViewModel::clear);
  auto* more = new QPushButton(theme::icon(QStringLiteral("library")), tr("Choose in the library"));
  connect(more, &QPushButton::clicked, this, &ComparePage::libraryRequested);
  auto* header = new QWidget;
  header->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  auto* row = new QHBoxLayout(header);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(theme::kSpacing);
  row->addWidget(label(tr("Compare"), "title"));
  row->addSpacing(theme::kMargin);
  row->addWidget(mode_);
  row->addStretch(1);
  row->addWidget(new ZoomBar(*panes_->view(0)));
  row->addWidget(more);
  row->addWidget(clear_);
  // One zoom for whatever is shown.
  connect(panes_->view(0), &ImageView::zoomChanged, this, [this] {
    for (ImageView* each : {static_cast<ImageView*>(wipe_), blinking_}) each->setPlace(panes_->view(0)->place());
  });
  for (ImageView* each : {static_cast<ImageView*>(wipe_), blinking_}) {
    connect(each, &ImageView::placeChanged, this, [this, each] {
      for (std::size_t i = 0; i < CompareViewModel::kMost; ++i) panes_->view(i)->setPlace(each->place());
    });
  }
  return header;
}

QWidget* ComparePage::buildEmpty() {
  auto* title = label(tr("Lay pictures side by side"), "title");
  title->setAlignment(Qt::AlignCenter);
  emptyText_ = label({}, "caption");
  emptyText_->setAlignment(Qt::AlignCenter);
  emptyText_->setWordWrap(true);
  emptyText_->setFixedWidth(kReadableWidth);
  auto* textRow = new QHBoxLayout;
  textRow->addStretch(1);
  textRow->addWidget(emptyText_);
  textRow->addStretch(1);
  auto* made = new QWidget;
  auto* column = new QVBoxLayout(made);
  column->setSpacing(theme::kSpacing * 3 / 2);
  column->addStretch(1);
  column->addWidget(title);
  column->addLayout(textRow);
  column->addStretch(1);
  return made;
}

void ComparePage::addPictures(const QStringList& files) { rules_.add(files); }

void ComparePage::chooseMode(const QString& mode) {
  session_.setValue(modeKey(), mode);
  refresh();
  stack_->currentWidget()->setFocus();
}

void ComparePage::refresh() {
  const auto& pictures = rules_.pictures();
  const bool enough = pictures.size() >= 2;
  const QString mode = mode_->choice();
  panes_->showPictures(pictures);
  refreshWipe();
  emptyText_->setText(pictures.size() == 1 ? tr("One picture is here. Choose another one in the library, or drop it here.")
                                           : tr("Choose two to four pictures in the library and press Compare, or drop them here."));
  QWidget* shown = mode == QLatin1String("wipe") ? wipe_ : mode == QLatin1String("blink") ? blinkSide_ : static_cast<QWidget*>(panes_);
  stack_->setCurrentWidget(pictures.empty() ? empty_ : enough ? shown : pictures.size() == 1 ? static_cast<QWidget*>(panes_) : empty_);
  const bool blinks = enough && shown == blinkSide_;
  if (blinks && !blinkTimer_.isActive()) blink();
  blinks ? blinkTimer_.start() : blinkTimer_.stop();
  mode_->setEnabled(enough);
  clear_->setVisible(!pictures.empty());
  refreshTable();
}

void ComparePage::refreshWipe() {
  const auto& pictures = rules_.pictures();
  wipe_->setPicture(pictures.empty() ? QImage() : pictures.front().image);
  wipe_->setSecond(pictures.size() < 2 ? QImage() : pictures[1].image);
}

void ComparePage::blink() {
  const auto& pictures = rules_.pictures();
  if (pictures.empty()) return;
  blinkAt_ = (blinkAt_ + 1) % pictures.size();
  blinking_->setPicture(pictures[blinkAt_].image);
  blinkName_->setText(paneLetter(blinkAt_));
}

void ComparePage::refreshTable() {
  const auto& pictures = rules_.pictures();
  const auto differences = rules_.differences();
  const bool enough = pictures.size() >= 2;
  table_->setVisible(enough && !differences.empty());
  same_->setVisible(enough && differences.empty());
  same_->setText(rules_.isEverythingKnown() ? tr("All settings are the same.") : tr("What these files were made of is not known."));
  QStringList letters;
  for (std::size_t i = 0; i < pictures.size(); ++i) letters << paneLetter(i);
  table_->setColumnCount(static_cast<int>(pictures.size()));
  table_->setHorizontalHeaderLabels(letters);
  table_->setRowCount(static_cast<int>(differences.size()));
  for (int row = 0; row < table_->rowCount(); ++row) {
    const auto& difference = differences[static_cast<std::size_t>(row)];
    table_->setVerticalHeaderItem(row, new QTableWidgetItem(difference.name));
    for (int column = 0; column < table_->columnCount(); ++column) {
      auto* item = new QTableWidgetItem(difference.values[column].isEmpty() ? QStringLiteral("–") : difference.values[column]);
      item->setToolTip(item->text());
      table_->setItem(row, column, item);
    }
  }
  table_->resizeRowsToContents();
  int height = table_->horizontalHeader()->height();
  for (int row = 0; row < std::min(kMostTableRows, table_->rowCount()); ++row) height += table_->rowHeight(row);
  table_->setFixedHeight(height + 2);
}

}  // namespace likeness::ui
